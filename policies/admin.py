from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from policies.models import RuleVersion

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[RuleVersion]
else:
    ModelAdmin = admin.ModelAdmin


@admin.register(RuleVersion)
class RuleVersionAdmin(ModelAdmin):
    """Shows and changes nothing: rules come from packs."""

    list_display = (
        "rule_id",
        "version",
        "title",
        "layer",
        "status",
        "effective_from",
        "effective_until",
        "confidence",
        "sources",
        "last_verified",
        "next_review",
    )
    list_filter = ("layer", "status", "confidence", "pack")
    search_fields = ("rule_id", "title")

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        return False

    @admin.display(description="sources")
    def sources(self, row: RuleVersion) -> SafeString:
        links = ((each["url"], each.get("title") or each["url"]) for each in row.source)
        return format_html_join(", ", '<a href="{}" rel="noreferrer">{}</a>', links)
