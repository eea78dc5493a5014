using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
using Scheduling.Silo.Hosting;
using YamlDotNet.RepresentationModel;

namespace Scheduling.Silo.Tests.Deployment;

/// <summary>
/// What the files for containers say of the program is true of it: settings, ports, paths and times. No container
/// engine is asked.
/// </summary>
public sealed partial class DeploymentFilesTests
{
    private const string Compose = "deploy/compose.yaml";
    private const string Deployment = "deploy/kubernetes/deployment.yaml";
    private const string Dockerfile = "deploy/Dockerfile";

    private static readonly int[] SiloNumbers = [1, 2, 3];

    [Fact]
    public void Compose_EachSilo_IsStartedWithSettingsTheProgramAccepts()
    {
        var services = Yaml.Load(Compose).At("services");
        var upstreams = services.Text("load-balancer", "environment", "SCHEDULING_UPSTREAMS");

        foreach (var number in SiloNumbers)
        {
            var silo = services.At($"silo-{number}");
            var environment = silo.At("environment").Entries();
            var settings = Read(environment.Select(entry => (entry.Key, Filled(entry.Value.Text()))));

            Assert.Equal(StorageProvider.PostgreSql, settings.Provider);
            Assert.Equal(silo.Text("networks", "inside", "ipv4_address"), $"{settings.Cluster.Address}");
            Assert.Contains(
                $"server {settings.Cluster.Address}:{HttpPort(settings)} ", upstreams, StringComparison.Ordinal);
            Assert.True(Seconds(silo.Text("stop_grace_period")) > Shutdown.Budget);
        }

        Assert.Equal(SiloNumbers.Length, Regex.Count(upstreams, "server ", RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Compose_Secrets_AreAskedForAndNotGiven()
    {
        var compose = Repository.Read(Compose);

        var passwords = Passwords().Matches(compose).Select(match => match.Groups["value"].Value).ToList();
        Assert.NotEmpty(passwords);
        Assert.All(
            passwords, given => Assert.StartsWith("${POSTGRES_PASSWORD:?", given, StringComparison.Ordinal));
        Assert.Contains("\nPOSTGRES_PASSWORD=\n", Repository.Read("deploy/.env.example"), StringComparison.Ordinal);
    }

    [Fact]
    public void Kubernetes_Silo_IsStartedWithSettingsTheProgramAccepts()
    {
        var container = Container();
        var settings = Read(
        [
            .. Yaml.Load("deploy/kubernetes/configuration.yaml").At("data").Entries()
                .Select(entry => (entry.Key, entry.Value.Text())),
            .. container.At("env").Items().Select(variable => variable.Text("name"))
                .Select(name => (name, Sample(name))),
        ]);

        var ports = container.At("ports").Items()
            .ToDictionary(port => port.Text("name"), port => Number(port.Text("containerPort")));
        Assert.Equal(HttpPort(settings), ports["http"]);
        Assert.Equal(settings.Cluster.SiloPort, ports["silo"]);
        Assert.Equal(settings.Cluster.GatewayPort, ports["gateway"]);
    }

    [Theory]
    [InlineData("startupProbe", Health.LivePath)]
    [InlineData("readinessProbe", Health.ReadyPath)]
    [InlineData("livenessProbe", Health.LivePath)]
    public void Kubernetes_Probe_AsksTheProgramsOwnPath(string probe, string path)
    {
        Assert.Equal(path, Container().Text(probe, "httpGet", "path"));
        Assert.Equal("http", Container().Text(probe, "httpGet", "port"));
    }

    [Fact]
    public void Kubernetes_Update_TakesNothingAwayAndWaitsForTheStop()
    {
        var spec = Yaml.Load(Deployment).At("spec");
        var pod = spec.At("template", "spec");
        var grace = Seconds(pod.Text("terminationGracePeriodSeconds"));
        var before = Seconds(Container().Text("lifecycle", "preStop", "exec", "command", "1"));

        Assert.Equal("0", spec.Text("strategy", "rollingUpdate", "maxUnavailable"));
        Assert.True(grace > before + Shutdown.Budget);
        Assert.Equal("1", Yaml.Load("deploy/kubernetes/disruption-budget.yaml").Text("spec", "maxUnavailable"));
        Assert.Equal("true", pod.Text("securityContext", "runAsNonRoot"));
        Assert.Equal("true", Container().Text("securityContext", "readOnlyRootFilesystem"));
    }

    [Fact]
    public void Kubernetes_PortsOfSilos_AreForSilosOnly()
    {
        var labels = Yaml.Load(Deployment).Text("spec", "template", "metadata", "labels", "app.kubernetes.io/name");
        var rules = Yaml.Load("deploy/kubernetes/network-policy.yaml").At("spec", "ingress").Items().ToList();

        var open = rules.Where(rule => rule.Entries().All(entry => entry.Key != "from")).SelectMany(Ports);
        var inside = rules.Single(rule => rule.Entries().Any(entry => entry.Key == "from"));
        Assert.Equal(["http"], open);
        Assert.Equal(["silo", "gateway"], Ports(inside));
        Assert.Equal(labels, inside.Text("from", "0", "podSelector", "matchLabels", "app.kubernetes.io/name"));
        Assert.Equal("http", Yaml.Load("deploy/kubernetes/service.yaml").Text("spec", "ports", "0", "targetPort"));

        static IEnumerable<string> Ports(YamlNode rule) =>
            rule.At("ports").Items().Select(port => port.Text("port"));
    }

    [Fact]
    public void Kubernetes_Kustomization_NamesFilesThatAreThere()
    {
        foreach (var folder in new[] { "deploy/kubernetes", "deploy/kubernetes/silo-tls" })
            foreach (var resource in Yaml.Load($"{folder}/kustomization.yaml").At("resources").Items())
                Assert.True(Path.Exists(Repository.File($"{folder}/{resource.Text()}")), resource.Text());
    }

    [Fact]
    public void Kubernetes_Tls_SetsSettingsTheProgramKnows()
    {
        var patch = Yaml.Load("deploy/kubernetes/silo-tls/deployment.yaml");
        var container = patch.At("spec", "template", "spec", "containers", "0");
        var folder = container.Text("volumeMounts", "0", "mountPath");
        var names = container.At("env").Items().Select(variable => variable.Text("name")).ToList();

        Assert.All(
            container.At("env").Items(),
            variable => Assert.StartsWith($"{folder}/", variable.Text("value"), StringComparison.Ordinal));
        KnownSettings.RefuseUnknown(Configuration(names.Select(name => (name, "x"))));
        Assert.Equal(3, names.Count);
    }

    [Fact]
    public void Dockerfile_NamesFilesThatAreThereAndThePathOfReadiness()
    {
        var dockerfile = Repository.Read(Dockerfile);

        foreach (Match copy in Copies().Matches(dockerfile))
        {
            var words = copy.Groups["paths"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Assert.All(words[..^1], source => Assert.True(Path.Exists(Repository.File(source)), source));
        }

        Assert.NotEmpty(Copies().Matches(dockerfile));
        Assert.Contains($"GET {Health.ReadyPath} ", dockerfile, StringComparison.Ordinal);
        Assert.Contains($"\"{typeof(ServerHost).Assembly.GetName().Name}.dll\"", dockerfile, StringComparison.Ordinal);
        Assert.Contains("\nUSER $APP_UID\n", dockerfile, StringComparison.Ordinal);
    }

    private static YamlNode Container() =>
        Yaml.Load(Deployment).At("spec", "template", "spec", "containers", "0");

    // What the image sets is there as well.
    private static SchedulingSettings Read(IEnumerable<(string Name, string Value)> environment)
    {
        var url = ImageUrl().Match(Repository.Read(Dockerfile)).Groups["url"].Value;
        return SettingsReader.Read(
            Configuration(environment.Append(("URLS", url))), new HostingEnvironment { EnvironmentName = "Production" });
    }

    private static IConfigurationRoot Configuration(IEnumerable<(string Name, string Value)> environment)
    {
        var settings = environment.Select(variable => KeyValuePair.Create(
            variable.Name.Replace("__", ":", StringComparison.Ordinal), (string?)variable.Value));
        return new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
    }

    private static int HttpPort(SchedulingSettings settings) => new Uri(settings.Urls.Single()).Port;

    private static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(Number(text.TrimEnd('s')));

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string Filled(string text) => Variables().Replace(text, variable =>
        variable.Groups["name"].Value == "SCHEDULING_AUTHORITY" ? "https://issuer.example" : "filled");

    private static string Sample(string variable) => variable switch
    {
        "Cluster__Address" => "10.1.2.3",
        "ConnectionStrings__Scheduling" => "Host=database;Database=scheduling",
        _ => throw new ArgumentOutOfRangeException(nameof(variable), variable, "No sample."),
    };

    [GeneratedRegex(@"\$\{(?<name>\w+):\?[^}]*\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variables();

    [GeneratedRegex("(PASSWORD: |Password=)(?<value>.*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Passwords();

    [GeneratedRegex(@"ASPNETCORE_URLS=(?<url>\S+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ImageUrl();

    [GeneratedRegex(
        "^COPY (?<paths>[^-].*)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Copies();
}
