using System.Globalization;
using GrpcExp.Client;
using GrpcExp.Load;
using GrpcExp.Load.Scenarios;
using GrpcExp.Load.Targets;
using GrpcExp.Rpc;
using Grpc.Net.Client;
using NBomber.CSharp;

// dotnet run --project loadtests/Load -c Release -- uds|grpc-uds [--rate N] [--seconds N]
// Load goes to this machine's own Unix sockets and stops by itself. Exit code 0 when the SLA held.
const double SlaMilliseconds = 10;

if (!LoadOptions.TryParse(args, out var options, out var problem))
{
    Console.Error.WriteLine(problem);
    Console.Error.WriteLine("usage: loadtests/Load uds|grpc-uds [--rate LOOKUPS_A_SECOND] [--seconds N]");
    return 2;
}

using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    cancellation.Cancel();
};

try
{
    await using var sidecar = await SidecarProcess.StartAsync(LoadSnapshot.Create(), cancellation.Token);
    using var channel = GrpcChannel.ForAddress(
        "http://localhost", new GrpcChannelOptions { HttpHandler = UnixSocketHandler.Create(sidecar.GrpcSocket) });
    await using var client = options.Scenario == "uds"
        ? GrpcExpClient.ForRawSocket(sidecar.RawSocket)
        : GrpcExpClient.ForGrpc(channel.CreateCallInvoker());
    var scenario = LookupScenario.Create(options.Scenario, client, options.Rate, TimeSpan.FromSeconds(options.Seconds));
    var stats = NBomberRunner.RegisterScenarios(scenario).Run(cancellation.Token)[0];

    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
        scenario        {stats.ScenarioName}: {LoadSnapshot.Flags} flags, {LoadSnapshot.Experiments} experiments, open loop
        planned rate    {options.Rate} lookups/s for {options.Seconds} s
        reached rate    {stats.RequestsPerSecond:0} lookups/s
        answered        {stats.OkCount} ok, {stats.FailCount} failed {stats.FirstFailure}
        latency         p50 {Ms(stats.Percent50)}  p95 {Ms(stats.Percent95)}  p99 {Ms(stats.Percent99)}  p99.9 {Ms(stats.Percent999)}  max {Ms(stats.Maximum)}
        sidecar memory  {sidecar.WorkingSet / 1048576.0:0.0} MiB
        """));
    var held = stats.FailCount == 0 && stats.Percent99.TotalMilliseconds < SlaMilliseconds;
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"SLA p99 < {SlaMilliseconds} ms: {(held ? "held" : "BROKEN")}"));
    return held ? 0 : 1;
}
catch (InvalidOperationException failure)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}

static string Ms(TimeSpan time) => time.TotalMilliseconds.ToString("0.000", CultureInfo.InvariantCulture) + " ms";
