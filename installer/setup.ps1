# Makes this checkout ready to run on Windows: a Python, and .venv with exactly the packages of the
# lock file. Quick when nothing changed.
#
#   powershell -ExecutionPolicy Bypass -File installer\setup.ps1          make .venv
#   powershell -ExecutionPolicy Bypass -File installer\setup.ps1 -Run     and start the program
#   powershell -ExecutionPolicy Bypass -File installer\setup.ps1 -Test    and run the tests
#
# $env:MODERATOR_PYTHON chooses the Python.
param([switch]$Run, [switch]$Test)
$ErrorActionPreference = 'Stop'
Set-Location (Join-Path $PSScriptRoot '..')

$venv = '.venv'
$lock = 'requirements-dev.lock'
$stamp = Join-Path $venv '.set-up'
$inside = Join-Path $venv 'Scripts\python.exe'
$program = Join-Path $venv 'Scripts\moderator.exe'
# win-amd64 rather than win-arm64: not every package is ready-made for ARM, and Windows on ARM runs
# the other kind.
$fits = "import sys, sysconfig; sys.exit(not ((3, 11) <= sys.version_info[:2] < (3, 14) and sysconfig.get_platform() == 'win-amd64'))"

function Stop-Setup([string]$Why) {
    [Console]::Error.WriteLine("Setting up stopped: $Why")
    exit 1
}

# Windows PowerShell turns whatever a program writes to its error stream into an error of its own.
function Test-Command([string]$File, [string[]]$Arguments) {
    $ErrorActionPreference = 'Continue'
    & $File @Arguments 2>&1 | Out-Null
    return $LASTEXITCODE -eq 0
}

function Find-Python {
    $wanted = @()
    if ($env:MODERATOR_PYTHON) { $wanted += , @($env:MODERATOR_PYTHON) }
    foreach ($version in '3.13', '3.12', '3.11') { $wanted += , @('py', "-$version-64") }
    foreach ($name in 'python', 'python3') { $wanted += , @($name) }
    foreach ($each in $wanted) {
        if (-not (Get-Command $each[0] -ErrorAction SilentlyContinue)) { continue }
        $before = @($each | Select-Object -Skip 1)
        if (Test-Command $each[0] ($before + @('-c', $fits))) { return , $each }
    }
    return $null
}

function Get-Stamp {
    $parts = foreach ($file in $lock, 'pyproject.toml', 'installer\setup.ps1') {
        (Get-FileHash -Algorithm SHA256 $file).Hash
    }
    return (@((Get-Location).Path) + $parts) -join ' '
}

function Test-Fresh {
    return (Test-Path $stamp) -and (Test-Path $program) -and
        ((Get-Content $stamp -Raw).Trim() -eq (Get-Stamp)) -and (Test-Command $inside @('-c', $fits))
}

function New-Environment {
    if (-not ((Test-Path $inside) -and (Test-Command $inside @('-c', $fits)))) {
        $python = Find-Python
        if (-not $python) {
            Stop-Setup @'
Moderator needs Python 3.11, 3.12 or 3.13 for 64-bit x86 (also on Windows on ARM). Please run:
  winget install Python.Python.3.13 --architecture x64
and then this again in a new window.
'@
        }
        Write-Host "Making $venv"
        $before = @($python | Select-Object -Skip 1)
        & $python[0] @before -m venv --clear $venv
        if ($LASTEXITCODE -ne 0) { Stop-Setup 'the virtual environment could not be made.' }
    }
    Write-Host "Installing the packages of $lock"
    $quiet = @('-m', 'pip', 'install', '-qq', '--disable-pip-version-check', '--no-input')
    & $inside @quiet --only-binary :all: --require-hashes -r $lock
    if ($LASTEXITCODE -ne 0) {
        Stop-Setup 'the packages could not be installed; the lines above say why (no network?).'
    }
    & $inside @quiet --no-deps --no-build-isolation --editable .
    if ($LASTEXITCODE -ne 0) {
        Stop-Setup 'the program itself could not be installed; the lines above say why.'
    }
    Set-Content -Path $stamp -Value (Get-Stamp)
    Write-Host "Ready: $program"
}

if (-not (Test-Fresh)) { New-Environment }
if ($Test) {
    & $inside -m pytest -q
    exit $LASTEXITCODE
}
if ($Run) { & $program }
