using Scheduling.Testing;

namespace Scheduling.Benchmarks.Targets;

/// <summary>How the product is started: as it is released, in Production.</summary>
internal static class ProductOptions
{
    /// <summary>With its store in a folder, or in a database.</summary>
    public static SiloOptions In(string folder, string publicKey, string? postgres, bool metrics = false)
    {
        var settings = new Dictionary<string, string>
        {
            ["Authentication:PublicKey"] = publicKey,
            ["Authentication:Issuer"] = Tokens.Issuer,
            ["Authentication:Audience"] = Tokens.Audience,
        };
        if (metrics)
            settings["Metrics:Prometheus"] = "true";
        return new SiloOptions { Folder = folder, Environment = "Production", PostgreSql = postgres, Settings = settings };
    }
}
