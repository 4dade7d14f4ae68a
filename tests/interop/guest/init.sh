#!/bin/bash
# Process 1 of the guest. Its root is a folder of the host, mounted read-only: everything that changes is in memory.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp LANG=C.UTF-8
mount -t proc proc /proc
mount -t sysfs sys /sys
for folder in /run /tmp /etc/frr /var/lib; do mount -t tmpfs -o mode=755 tmpfs "$folder"; done
mkdir -p /run/frr /run/netns /var/lib/frr
chown frr:frr /run/frr /etc/frr /var/lib/frr
for module in ip_gre veth dummy bridge nfnetlink_log xt_NFLOG xt_hashlimit iptable_nat xt_MASQUERADE; do
    modprobe -q "$module" || echo "no module $module"
done
ip link set lo up
ip link add br0 type bridge
ip link set br0 up
ip address add 198.51.100.254/24 dev br0
ip link set vec0 master br0
ip link set vec0 up
echo "guest is up"
exec python3 -u /interop/agent.py
