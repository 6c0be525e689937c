using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;

namespace GrpcExp.Rpc.Client;

/// <summary>The retry plan of each method, from a checked service configuration.</summary>
internal sealed class RetryPlans
{
    private readonly Dictionary<(string? Service, string? Method), RetryPlan?> _plans = [];

    public RetryPlans(GrpcChannelOptions options)
    {
        var throttle = options.ServiceConfig?.RetryThrottling is { } policy ? new RetryThrottle(policy) : null;
        foreach (var config in options.ServiceConfig?.MethodConfigs ?? [])
        {
            var plan = config.RetryPolicy is { } retry ? RetryPlan.From(retry, options, throttle) : null;
            foreach (var name in config.Names)
            {
                var key = (Blank(name.Service), Blank(name.Method));
                if (key is (null, not null))
                {
                    throw new ArgumentException($"ServiceConfig names method '{name.Method}' without a service; name the service too.");
                }

                if (!_plans.TryAdd(key, plan))
                {
                    throw new ArgumentException($"ServiceConfig names '{name.Service}/{name.Method}' twice; keep one.");
                }
            }
        }
    }

    public RetryPlan? For(IMethod method) =>
        _plans.TryGetValue((method.ServiceName, method.Name), out var plan)
        || _plans.TryGetValue((method.ServiceName, null), out plan)
        || _plans.TryGetValue((null, null), out plan) ? plan : null;

    private static string? Blank(string? name) => string.IsNullOrEmpty(name) ? null : name;
}
