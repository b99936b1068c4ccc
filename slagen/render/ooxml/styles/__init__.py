"""Word's styles, made from a theme: :mod:`~slagen.render.ooxml.styles.part` joins what the others list."""
