// Most of these tests wait for servers, clocks and sockets most of the time: more than one for each processor.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
