from django.conf import settings
from django.db import models


class Ticket(models.Model):
    """Something that an owner wants done."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tickets")
    title = models.CharField(max_length=100)
    is_open = models.BooleanField(default=True)
