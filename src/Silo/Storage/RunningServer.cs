namespace Scheduling.Silo.Storage;

/// <summary>How to reach the server that holds a store.</summary>
/// <param name="Pid">Its process.</param>
/// <param name="GatewayPort">Where a client of the cluster connects, on loopback.</param>
/// <param name="Url">Where it listens for HTTP.</param>
internal sealed record RunningServer(int Pid, int GatewayPort, string Url);
