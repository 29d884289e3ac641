"""Innkeeper 掌柜: the guest-service desk of a hotel."""
