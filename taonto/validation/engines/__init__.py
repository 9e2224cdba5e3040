"""Engines that judge records by shapes."""
