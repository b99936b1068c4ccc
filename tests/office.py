"""LibreOffice as a judge of tracked changes: one process accepts, or rejects, all changes of many files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from judges import needs, run

_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Judge" script:language="StarBasic">
Sub Resolve(jobs As String)
  Dim number As Integer, job As String, parts
  number = FreeFile
  Open jobs For Input As #number
  Do While Not EOF(number)
    Line Input #number, job
    parts = Split(job, Chr(9))
    If UBound(parts) = 2 Then Done(parts(0), parts(1), parts(2))
  Loop
  Close #number
  StarDesktop.terminate()
End Sub

Sub Done(command As String, source As String, target As String)
  Dim opening(0) As New com.sun.star.beans.PropertyValue
  Dim writing(0) As New com.sun.star.beans.PropertyValue
  opening(0).Name = "Hidden"
  opening(0).Value = True
  document = StarDesktop.loadComponentFromURL(source, "_blank", 0, opening())
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  dispatcher.executeDispatch(document.CurrentController.Frame, ".uno:" &amp; command, "", 0, Array())
  writing(0).Name = "FilterName"
  writing(0).Value = "MS Word 2007 XML"
  document.storeToURL(target, writing())
  document.close(True)
End Sub
</script:module>
"""
_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Judge"/></library:library>
"""
_LIBRARIES = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library"
 xmlns:xlink="http://www.w3.org/1999/xlink"><library:library library:name="Standard"
 xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple" library:link="false"/></library:libraries>
"""
COMMANDS = {"new": "AcceptAllTrackedChanges", "old": "RejectAllTrackedChanges"}


def resolve(jobs: Iterable[tuple[str, Path, Path]], profile: Path) -> None:
    """Write each file with its changes accepted (``new``) or rejected (``old``) as another DOCX.

    Args:
        jobs: the side, the file, and what to write.
        profile: a user profile of LibreOffice's that no other process uses.
    """
    office = [needs("soffice"), f"-env:UserInstallation={profile.resolve().as_uri()}", "--headless", "--norestore"]
    basic = profile / "user" / "basic"
    if not basic.is_dir():
        run(*office, "--terminate_after_init")  # a new profile gets libraries of its own, over any that are there
    (basic / "script.xlc").write_text(_LIBRARIES, "utf-8")
    (basic / "Standard" / "script.xlb").write_text(_LIBRARY, "utf-8")
    (basic / "Standard" / "Judge.xba").write_text(_MODULE, "utf-8")
    lines = ["\t".join((COMMANDS[side], source.as_uri(), target.as_uri())) for side, source, target in jobs]
    (profile / "jobs.txt").write_text("\n".join(lines) + "\n", "utf-8")
    macro = f'macro:///Standard.Judge.Resolve("{profile / "jobs.txt"}")'
    run(*office, macro, timeout=max(300, 30 * len(lines)))
