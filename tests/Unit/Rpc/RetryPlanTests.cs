using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
using GrpcExp.Rpc.Client;

namespace GrpcExp.Unit.Rpc;

/// <summary>Retries, by gRFC A6 with full jitter.</summary>
public sealed class RetryPlanTests
{
    private static readonly Status Unavailable = new(StatusCode.Unavailable, "");

    [Fact]
    public void Waits_grow_by_the_multiplier_up_to_the_longest_and_chance_scales_them()
    {
        foreach (var chance in new[] { 0.0, 0.5, 0.999 })
        {
            var plan = Plan(chance: chance, attempts: 6);
            double[] caps = [100, 200, 400, 500, 500];
            for (var n = 1; n <= caps.Length; n++)
            {
                Assert.True(plan.TryNext(Unavailable, n, null, out var wait));
                Assert.Equal(chance * caps[n - 1], wait.TotalMilliseconds, 3);
            }
        }
    }

    [Fact]
    public void The_last_attempt_is_not_followed_by_another()
    {
        var plan = Plan(attempts: 3);
        Assert.True(plan.TryNext(Unavailable, 2, null, out _));
        Assert.False(plan.TryNext(Unavailable, 3, null, out _));
    }

    [Fact]
    public void The_cap_of_the_channel_holds() => Assert.False(Plan(attempts: 9, cap: 2).TryNext(Unavailable, 2, null, out _));

    [Fact]
    public void Other_codes_are_not_tried_again() =>
        Assert.False(Plan().TryNext(new Status(StatusCode.Aborted, ""), 1, null, out _));

    [Fact]
    public void A_server_may_name_the_wait_or_forbid_the_retry()
    {
        Assert.True(Plan().TryNext(Unavailable, 1, "25", out var wait));
        Assert.Equal(25, wait.TotalMilliseconds);
        Assert.False(Plan().TryNext(Unavailable, 1, "-1", out _));
        Assert.False(Plan().TryNext(Unavailable, 1, "soon", out _));
    }

    [Fact]
    public void Retries_stop_while_half_the_tokens_are_gone_and_successes_bring_them_back()
    {
        var plan = Plan(attempts: 5, throttle: new RetryThrottle(new RetryThrottlingPolicy { MaxTokens = 4, TokenRatio = 0.5 }));
        Assert.True(plan.TryNext(Unavailable, 1, null, out _)); // 3 left, more than half
        Assert.False(plan.TryNext(Unavailable, 1, null, out _)); // 2 left
        plan.Succeeded();
        plan.Succeeded();
        plan.Succeeded(); // 3.5
        Assert.True(plan.TryNext(Unavailable, 1, null, out _)); // 2.5
    }

    [Theory]
    [InlineData(1, 100, 500, 2.0)]
    [InlineData(2, 0, 500, 2.0)]
    [InlineData(2, 100, 0, 2.0)]
    [InlineData(2, 100, 500, 0.0)]
    public void A_policy_that_makes_no_sense_is_refused(int attempts, int initial, int max, double multiplier)
    {
        var policy = new RetryPolicy
        {
            MaxAttempts = attempts,
            InitialBackoff = TimeSpan.FromMilliseconds(initial),
            MaxBackoff = TimeSpan.FromMilliseconds(max),
            BackoffMultiplier = multiplier,
            RetryableStatusCodes = { StatusCode.Unavailable },
        };
        Assert.Throws<ArgumentException>(() => RetryPlan.From(policy, new GrpcChannelOptions(), null));
    }

    [Fact]
    public void The_most_specific_name_wins()
    {
        var options = new GrpcChannelOptions { ServiceConfig = new ServiceConfig() };
        Add(new MethodName { Service = "s", Method = "m" }, 2);
        Add(new MethodName { Service = "s" }, 3);
        Add(MethodName.Default, 4);
        var plans = new RetryPlans(options);
        Assert.Equal(2, Attempts(plans.For(Method("s", "m"))!));
        Assert.Equal(3, Attempts(plans.For(Method("s", "x"))!));
        Assert.Equal(4, Attempts(plans.For(Method("x", "m"))!));

        void Add(MethodName name, int attempts) =>
            options.ServiceConfig.MethodConfigs.Add(new MethodConfig { Names = { name }, RetryPolicy = Policy(attempts) });
    }

    private static int Attempts(RetryPlan plan) => Enumerable.Range(1, 9).First(n => !plan.TryNext(Unavailable, n, null, out _));

    private static Method<string, string> Method(string service, string name) =>
        new(MethodType.Unary, service, name, Marshallers.StringMarshaller, Marshallers.StringMarshaller);

    private static RetryPlan Plan(double chance = 0.5, int attempts = 4, int cap = 10, RetryThrottle? throttle = null) =>
        RetryPlan.From(Policy(attempts), new GrpcChannelOptions { MaxRetryAttempts = cap, NextRandom = () => chance }, throttle);

    private static RetryPolicy Policy(int attempts) => new()
    {
        MaxAttempts = attempts,
        InitialBackoff = TimeSpan.FromMilliseconds(100),
        MaxBackoff = TimeSpan.FromMilliseconds(500),
        BackoffMultiplier = 2,
        RetryableStatusCodes = { StatusCode.Unavailable },
    };
}
