"""What :mod:`slagen.sla.levels` finds, for people and programs: tables, pictures, a page, data."""
