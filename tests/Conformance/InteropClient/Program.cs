using Grpc.Core;
using GrpcExp.Interop.Cases;
using GrpcExp.Interop.Compression;
using GrpcExp.Interop.Connection;
using GrpcExp.Interop.Flags;
using GrpcExp.InteropClient;

const int Fine = 0;
const int Failed = 1;
const int BadUsage = 2;

if (args.Contains("--help"))
{
    Console.WriteLine(ClientOptions.Usage);
    return Fine;
}

try
{
    var options = ClientOptions.Parse(args);
    var gzip = new CountingGzip();
    using var channel = InteropChannel.Open(options.Connection, gzip);
    var target = new InteropTarget(channel.CreateCallInvoker(), gzip);
    var failed = false;
    foreach (var interopCase in options.Cases)
    {
        failed |= !await PassesAsync(interopCase, target);
    }

    return failed ? Failed : Fine;
}
catch (UsageException e)
{
    Console.Error.WriteLine($"error: {e.Message}");
    return BadUsage;
}

static async Task<bool> PassesAsync(InteropCase interopCase, InteropTarget target)
{
    // A peer that never answers has failed too.
    var patience = TimeSpan.FromMinutes(1);
    using var cancellation = new CancellationTokenSource(patience);
    try
    {
        await interopCase.RunAsync(target, cancellation.Token);
        Console.WriteLine($"{interopCase.Name}: passed");
        return true;
    }
    catch (Exception e)
    {
        var reason = cancellation.IsCancellationRequested ? $"not done after {patience.TotalSeconds} seconds" : Reason(e);
        Console.Error.WriteLine($"{interopCase.Name}: failed: {reason.ReplaceLineEndings(" ")}");
        return false;
    }
}

// The status says what happened to the call, and its innermost cause why.
static string Reason(Exception e)
{
    if (e is not RpcException rpc)
    {
        return e.Message;
    }

    var cause = rpc.Status.DebugException?.GetBaseException().Message ?? "";
    return $"{rpc.StatusCode}: {rpc.Status.Detail}{(rpc.Status.Detail.Contains(cause, StringComparison.Ordinal) ? "" : $" ({cause})")}";
}
