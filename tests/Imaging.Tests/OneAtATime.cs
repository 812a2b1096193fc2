// libvips has one buffer of messages for all threads, and a worker does one job at a time: beside another test, what a fault says could be lost.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
