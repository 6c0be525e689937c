using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;

namespace GrpcExp.Conformance.Rpc;

/// <summary>Channels that try UNAVAILABLE again, up to four times in all.</summary>
internal static class RetryPolicies
{
    public static GrpcChannelOptions Retrying(TimeSpan? backoff = null, RetryThrottlingPolicy? throttling = null) => new()
    {
        ServiceConfig = new ServiceConfig
        {
            RetryThrottling = throttling,
            MethodConfigs =
            {
                new MethodConfig
                {
                    Names = { MethodName.Default },
                    RetryPolicy = new RetryPolicy
                    {
                        MaxAttempts = 4,
                        InitialBackoff = backoff ?? TimeSpan.FromMilliseconds(1),
                        MaxBackoff = backoff ?? TimeSpan.FromMilliseconds(5),
                        BackoffMultiplier = 2,
                        RetryableStatusCodes = { StatusCode.Unavailable },
                    },
                },
            },
        },
    };
}
