"""Likeness: decides and orchestrates. Also the project package (settings, addresses, Celery application)."""

from portraits.celery import app as celery_app

__all__ = ["celery_app"]
