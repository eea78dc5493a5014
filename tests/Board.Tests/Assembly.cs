// The tests share one server, which some of them stop, and two cores with a browser.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
[assembly: AssemblyFixture(typeof(Scheduling.Board.Tests.Stage))]
