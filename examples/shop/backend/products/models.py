"""What is for sale, and what people say of it."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


class Category(models.TextChoices):
    KITCHEN = "kitchen", "Kitchen"
    DESK = "desk", "Desk"
    GARDEN = "garden", "Garden"
    TRAVEL = "travel", "Travel"


class Product(models.Model):
    name = models.CharField(max_length=80)
    description = models.TextField(max_length=1000)
    category = models.CharField(max_length=20, choices=Category)
    price = models.DecimalField(max_digits=8, decimal_places=2)
    stock = models.PositiveIntegerField()
    emoji = models.CharField(max_length=8)
    colour = models.CharField(max_length=7)

    class Meta:
        ordering = ("id",)


class Review(models.Model):
    product = models.ForeignKey(Product, models.CASCADE, related_name="reviews")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    stars = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    text = models.TextField(max_length=500)
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-written_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=["product", "author"], name="one_review_each"),
        )
