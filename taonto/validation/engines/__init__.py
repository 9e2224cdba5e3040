"""Engines that check records against shapes."""
