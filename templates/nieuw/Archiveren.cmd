@echo off
rem Archiveren: dubbelklik op dit bestand, of sleep er ondertekende brieven op.
setlocal
title Archiveren
chcp 65001 >nul
set "PYTHONUTF8=1"
rem Een netwerkmap zonder schijfletter kan cd niet aan; pushd wel.
cd /d "%~dp0" 2>nul || pushd "%~dp0"

if exist ".venv\Scripts\advies.exe" goto eigen
where advies >nul 2>nul
if not errorlevel 1 goto gewoon
set "PYTHON=py"
py -c "import pipeline.cli" >nul 2>nul
if not errorlevel 1 goto python
set "PYTHON=python"
python -c "import pipeline.cli" >nul 2>nul
if not errorlevel 1 goto python

echo.
echo Het programma "advies" staat nog niet op deze computer.
echo.
echo Vraag de helpdesk van uw gemeente, of iemand die dit eerder deed, om twee dingen:
echo   1. Python 3.11 of nieuwer, van python.org of uit het softwarecentrum;
echo   2. het programma "advies", volgens de README die erbij hoort.
echo Probeer het daarna opnieuw. Er is niets veranderd aan uw bestanden.
set "UITKOMST=3"
goto klaar

:eigen
".venv\Scripts\advies.exe" archiveer %*
set "UITKOMST=%ERRORLEVEL%"
goto klaar

:gewoon
advies archiveer %*
set "UITKOMST=%ERRORLEVEL%"
goto klaar

:python
%PYTHON% -m pipeline.cli archiveer %*
set "UITKOMST=%ERRORLEVEL%"

:klaar
echo.
pause
exit /b %UITKOMST%
