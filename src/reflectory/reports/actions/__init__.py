"""What people do with reports: each write checks who may, is recorded, and happens whole or not at all."""
