from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models

from accounts.models.organisation import Organisation


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user who signs in with `email`; without a password nobody can sign in as them yet."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make the operator of the installation, who belongs to no organisation."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a user by address as people write it: addresses are kept in lower case."""
        return super().get_by_natural_key((username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in, by e-mail address. Whose face it is, is a Person."""

    email = models.EmailField(unique=True)
    full_name = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False, help_text="May open the operator's site.")
    date_joined = models.DateTimeField(auto_now_add=True)

    # Of this object, for one request, by `accounts.permissions`: where it acts, and (organisation, role) -> second step asked.
    _acting_in: int | None = None
    _held: dict[tuple[int, str], str] | None = None

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.full_name or self.email


class Role(models.TextChoices):
    EMPLOYEE = "employee", "Employee"
    PHOTO_ADMIN = "photo_admin", "Photo admin"
    AUDITOR = "auditor", "Auditor"
    OWNER = "owner", "Owner"


class Membership(models.Model):
    """What a user may do in one organisation."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation", "role"], name="a_role_is_given_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} in {self.organisation_id}"
