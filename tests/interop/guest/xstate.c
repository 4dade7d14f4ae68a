/* Preloaded into User-mode Linux. Before 6.13 it keeps a process's XSAVE area in a buffer of fixed size; where the
 * processor's area is larger (AMX), PTRACE_SETREGSET(NT_X86_XSTATE) of that buffer fails with EFAULT and the guest
 * stops at its first exec. Here the whole area is read, the buffer laid over it, and the whole written back. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define GETREGSET 0x4204
#define SETREGSET 0x4205
#define XSTATE 0x202L
#define IS_PEEK(request) ((request) >= 1 && (request) <= 3)

static long kernel(long request, long pid, void *address, void *data)
{
	return syscall(SYS_ptrace, request, pid, address, data);
}

long ptrace(int request, ...)
{
	static __thread unsigned char area[65536] __attribute__((aligned(64)));
	va_list rest;
	va_start(rest, request);
	long pid = va_arg(rest, int);
	void *address = va_arg(rest, void *), *data = va_arg(rest, void *);
	va_end(rest);
	if (request == SETREGSET && (long)address == XSTATE) {
		struct iovec *part = data, whole = {area, sizeof area};
		if (kernel(GETREGSET, pid, address, &whole) == 0 && whole.iov_len > part->iov_len) {
			memcpy(area, part->iov_base, part->iov_len);
			return kernel(SETREGSET, pid, address, &whole);
		}
	}
	if (IS_PEEK(request)) { /* the C library returns the word, the kernel stores it */
		long word = 0;
		if (kernel(request, pid, address, &word) < 0)
			return -1;
		errno = 0;
		return word;
	}
	return kernel(request, pid, address, data);
}
