using Scheduling.Testing;

[assembly: AssemblyFixture(typeof(PostgresServer))]
