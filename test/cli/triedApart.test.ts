import { describe, expect, test } from '@jest/globals';
import { availabilityOf } from '../../src/cli/processes/triedApart.js';

const LOADER = `Warning: Couldn't load Vulkan: libvulkan.so.1: cannot open shared object file
    at operator() (/build/dawn/native/vulkan/BackendVk.cpp:368)

Warning: Couldn't load Vulkan: libvulkan.so.1: cannot open shared object file
MESA: error: no render node
`;
const ended = { status: 0, signal: null, stderr: LOADER };

describe('a device that was tried in a process of its own', () => {
  test('has in its reason what its libraries wrote, each line once and without places in their source', () => {
    const stdout = JSON.stringify({ available: false, reason: 'No supported adapters' });
    expect(availabilityOf({ ...ended, stdout })).toEqual({
      available: false,
      reason:
        "No supported adapters; Couldn't load Vulkan: libvulkan.so.1: cannot open shared object file; MESA: error: no render node",
    });
    expect(availabilityOf({ ...ended, stdout, stderr: '' })).toEqual(JSON.parse(stdout));
  });

  test('works in silence', () => {
    expect(availabilityOf({ ...ended, stdout: '{"available":true}' })).toEqual({ available: true });
  });

  test('is not available where its driver ends the process', () => {
    const died = availabilityOf({ status: null, signal: 'SIGSEGV', stdout: '', stderr: 'driver: bad page\n' });
    expect(died).toEqual({
      available: false,
      reason: 'its driver ended the process that tried it (SIGSEGV); driver: bad page',
    });
    expect(availabilityOf({ status: 7, signal: null, stdout: '', stderr: '' })).toMatchObject({
      reason: expect.stringContaining('(exit code 7)'),
    });
  });
});
