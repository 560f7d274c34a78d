#!/bin/sh
# After the package is unpacked: the command, the sandbox, the links. electron-builder fills in the names in braces.
set -e

installed='/opt/${sanitizedProductName}'

# The command `gatehouse`.
if command -v update-alternatives >/dev/null 2>&1; then
  update-alternatives --install '/usr/bin/${executable}' '${executable}' "$installed/${executable}" 100
else
  ln -sf "$installed/${executable}" '/usr/bin/${executable}'
fi

# Nobody but root may change what everybody runs.
chown -R root:root "$installed"
chmod -R u=rwX,go=rX "$installed"

# A kernel without user namespaces needs the sandbox's helper to be root's. With them it is an ordinary program: one
# less that runs as root.
if [ -L /proc/self/ns/user ] && unshare --user true 2>/dev/null; then
  chmod 0755 "$installed/chrome-sandbox"
else
  chmod 4755 "$installed/chrome-sandbox"
fi

# Ubuntu from 23.10 on: the profile that lets this program make its sandbox. An AppArmor that can't read the profile is
# one that doesn't ask for it.
profile="$installed/resources/apparmor-profile"
if command -v apparmor_parser >/dev/null 2>&1 && apparmor_parser --skip-kernel-load --debug "$profile" >/dev/null 2>&1; then
  install -m 0644 "$profile" '/etc/apparmor.d/${executable}'
  # Where an image is being made there is no kernel to tell.
  if ! { command -v ischroot >/dev/null 2>&1 && ischroot; } && [ -d /sys/kernel/security/apparmor ]; then
    apparmor_parser --replace --write-cache --skip-read-cache '/etc/apparmor.d/${executable}' || true
  fi
fi

# gatehouse:// opens here.
if command -v update-desktop-database >/dev/null 2>&1; then
  update-desktop-database -q /usr/share/applications || true
fi
