/* Faults: one call of the C library below a folder fails, or is where the process is killed.

   Loaded by LD_PRELOAD, it does nothing until a process calls fault_arm; from then on it counts the calls that have to
   do with files whose path begins with a given one. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum call { WRITE, PWRITE, FSYNC, FDATASYNC, RENAME, UNLINK, OPEN, MMAP, MKDIR, CALLS };
enum { SHORT = -1, KILL = -2 }; /* beside the numbers of errors */

static atomic_long seen[CALLS];
static char folder[4096];
static int armed, target, fault, lasting;
static atomic_int broken;
static long point;

/* From now on the nth of a call fails with an error (or SHORT, KILL), and if it lasts all later ones, too. */
void fault_arm(const char *place, int call, long nth, int error, int lasts) {
  snprintf(folder, sizeof folder, "%s", place);
  target = call, point = nth, fault = error, lasting = lasts;
  armed = 1;
}

long fault_seen(int call) { return seen[call]; }

static int below(const char *path) { return path && !strncmp(path, folder, strlen(folder)); }

static int is_open_below(int fd) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return below(path);
}

/* A disk that fails to sync fails at either call. */
static int is_sync(int call) { return call == FSYNC || call == FDATASYNC; }

/* Whether this call is to fail; errno says how. A write that is to be short does not fail. */
static int fails(enum call call) {
  long n = atomic_fetch_add(&seen[call], 1) + 1;
  int meant = (int)call == target && point && (lasting ? n >= point : n == point);
  if (meant && lasting) broken = 1;
  if (!meant && !(broken && is_sync(call) && is_sync(target))) return 0;
  if (fault == KILL) kill(getpid(), SIGKILL);
  if (fault == SHORT) return SHORT;
  errno = fault;
  return 1;
}

static int of_path(enum call call, const char *path) { return armed && below(path) ? fails(call) : 0; }

static int of_file(enum call call, int fd) {
  int before = errno;
  if (!armed || fd < 0 || !is_open_below(fd)) return errno = before, 0;
  errno = before;
  return fails(call);
}

#define NEXT(function) ((__typeof__(&function))dlsym(RTLD_NEXT, #function))

ssize_t write(int fd, const void *data, size_t size) {
  int bad = of_file(WRITE, fd);
  return bad > 0 ? -1 : NEXT(write)(fd, data, bad && size > 1 ? size / 2 : size);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
  int bad = of_file(PWRITE, fd);
  return bad > 0 ? -1 : NEXT(pwrite)(fd, data, bad && size > 1 ? size / 2 : size, at);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
  int bad = of_file(PWRITE, fd);
  return bad > 0 ? -1 : NEXT(pwrite64)(fd, data, bad && size > 1 ? size / 2 : size, at);
}

int fsync(int fd) { return of_file(FSYNC, fd) ? -1 : NEXT(fsync)(fd); }
int fdatasync(int fd) { return of_file(FDATASYNC, fd) ? -1 : NEXT(fdatasync)(fd); }
int rename(const char *from, const char *to) { return of_path(RENAME, to) ? -1 : NEXT(rename)(from, to); }
int renameat(int a, const char *from, int b, const char *to) {
  return of_path(RENAME, to) ? -1 : NEXT(renameat)(a, from, b, to);
}
int renameat2(int a, const char *from, int b, const char *to, unsigned flags) {
  return of_path(RENAME, to) ? -1 : NEXT(renameat2)(a, from, b, to, flags);
}
int unlink(const char *path) { return of_path(UNLINK, path) ? -1 : NEXT(unlink)(path); }
int unlinkat(int at, const char *path, int flags) {
  return of_path(UNLINK, path) ? -1 : NEXT(unlinkat)(at, path, flags);
}
int mkdir(const char *path, mode_t mode) { return of_path(MKDIR, path) ? -1 : NEXT(mkdir)(path, mode); }

#define OPENING(name, before, given)                                                                                  \
  int name(before const char *path, int flags, ...) {                                                                  \
    va_list rest;                                                                                                      \
    va_start(rest, flags);                                                                                             \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;                                            \
    va_end(rest);                                                                                                      \
    return of_path(OPEN, path) ? -1 : NEXT(name)(given path, flags, mode);                                             \
  }
#define NONE
#define AT int at,
#define GIVEN at,
OPENING(open, NONE, NONE)
OPENING(open64, NONE, NONE)
OPENING(openat, AT, GIVEN)
OPENING(openat64, AT, GIVEN)

void *mmap(void *where, size_t size, int protection, int flags, int fd, off_t at) {
  return of_file(MMAP, fd) ? MAP_FAILED : NEXT(mmap)(where, size, protection, flags, fd, at);
}
void *mmap64(void *where, size_t size, int protection, int flags, int fd, off64_t at) {
  return of_file(MMAP, fd) ? MAP_FAILED : NEXT(mmap64)(where, size, protection, flags, fd, at);
}
