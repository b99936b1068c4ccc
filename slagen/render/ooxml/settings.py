"""The settings part (ECMA-376 part 1, 17.15.1)."""

from __future__ import annotations

from slagen.render.ooxml.elements import Element, flag, w


def settings(*, two_sided: bool = False, protected: bool = False) -> Element:
    """The settings part: Word 2013 layout, compressed full-width punctuation, no prompts on opening.

    `two_sided` says that even pages have a header and footer of their own.  `protected` leaves only form fields to be
    edited (17.15.1.29), without a password: it guards against slips, and who wants to negotiate takes it off.
    """
    uri = "http://schemas.microsoft.com/office/word"
    return w(
        "settings",
        w("zoom", percent=100),
        w("documentProtection", edit="forms", enforcement=1) if protected else None,
        w("defaultTabStop", val=420),
        flag("evenAndOddHeaders", two_sided),
        w("characterSpacingControl", val="compressPunctuation"),
        w(
            "compat",
            w("doNotExpandShiftReturn"),
            w("useFELayout"),
            w("compatSetting", name="compatibilityMode", uri=uri, val=15),
            w("compatSetting", name="overrideTableStyleFontSizeAndJustification", uri=uri, val=1),
            w("compatSetting", name="enableOpenTypeFeatures", uri=uri, val=1),
            w("compatSetting", name="doNotFlipMirrorIndents", uri=uri, val=1),
        ),
        w("themeFontLang", val="en-GB", eastAsia="zh-CN"),
        w("decimalSymbol", val="."),
        w("listSeparator", val=","),
    )
