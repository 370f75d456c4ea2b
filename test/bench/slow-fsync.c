/*
 * A USB stick's patience: after each fsync and fdatasync this library, preloaded, waits 10 ms.
 * It acts only in the processes whose `name` (pm2 gives each its own) is in SLOW_FSYNC_NAMES.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STICK_US 10000

static int slow;

__attribute__((constructor)) static void look(void) {
  const char *name = getenv("name");
  const char *names = getenv("SLOW_FSYNC_NAMES");
  size_t length = name ? strlen(name) : 0;
  for (const char *at = names; length && at && (at = strstr(at, name)); at += length) {
    int begins = at == names || at[-1] == ',';
    int ends = at[length] == ',' || at[length] == '\0';
    if (begins && ends) slow = 1;
  }
}

static int after(int result) {
  if (slow) usleep(STICK_US);
  return result;
}

int fsync(int fd) {
  static int (*real)(int);
  if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  return after(real(fd));
}

int fdatasync(int fd) {
  static int (*real)(int);
  if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  return after(real(fd));
}
