"""Colours, fonts, icons and style: what makes a widget look like its neighbours."""
