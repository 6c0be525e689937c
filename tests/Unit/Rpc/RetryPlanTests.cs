using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
using GrpcExp.Rpc.Client;

namespace GrpcExp.Unit.Rpc;

/// <summary>Retries, by gRFC A6 with its ±20 %.</summary>
public sealed class RetryPlanTests
{
    [Fact]
    public void Waits_grow_by_the_multiplier_up_to_the_longest_and_chance_moves_them_by_a_fifth()
    {
        foreach (var chance in new[] { 0.0, 0.5, 0.999 })
        {
            var plan = Plan(chance: chance, attempts: 6);
            var progress = default(RetryProgress);
            foreach (var cap in new double[] { 100, 200, 400, 500, 500 })
            {
                Assert.True(Fail(plan, ref progress, out var wait));
                Assert.Equal((0.8 + (0.4 * chance)) * cap, wait.TotalMilliseconds, 3);
            }
        }
    }

    [Fact]
    public void The_last_attempt_is_not_followed_by_another() => Assert.Equal(3, Attempts(Plan(attempts: 3)));

    [Fact]
    public void The_cap_of_the_channel_holds() => Assert.Equal(2, Attempts(Plan(attempts: 9, cap: 2)));

    [Fact]
    public void Other_codes_are_not_tried_again() => Assert.False(Fails(Plan(), StatusCode.Aborted));

    [Fact]
    public void A_call_whose_requests_are_gone_is_not_tried_again() =>
        Assert.False(Fails(Plan(), StatusCode.Unavailable, isCommitted: true));

    [Fact]
    public void The_wait_that_a_server_names_is_kept_to_the_millisecond_and_starts_the_series_over()
    {
        var plan = Plan(attempts: 9);
        var progress = default(RetryProgress);
        Assert.Equal([100, 200, 25, 100, 200, 0, 100], ((string?[])[null, null, "25", null, null, "0", null]).Select(p =>
        {
            Assert.True(Fail(plan, ref progress, out var wait, pushback: p));
            return wait.TotalMilliseconds;
        }));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("soon")]
    [InlineData("")]
    [InlineData("2147483648")]
    public void A_server_may_forbid_the_retry(string pushback) => Assert.False(Fails(Plan(), StatusCode.Unavailable, pushback));

    [Theory]
    [InlineData("5", true)]
    [InlineData("-1", false)]
    public void A_server_that_names_a_wait_is_heeded_whatever_the_code(string pushback, bool again) =>
        Assert.Equal(again, Fails(Plan(), StatusCode.Aborted, pushback));

    [Fact]
    public void The_last_attempt_is_the_last_even_if_the_server_names_a_wait()
    {
        var progress = new RetryProgress { Attempts = 1 };
        Assert.False(Fail(Plan(attempts: 2), ref progress, out _, pushback: "5"));
    }

    [Fact]
    public void Retries_stop_while_half_the_tokens_are_gone_and_successes_bring_them_back()
    {
        var plan = Plan(attempts: 5, throttle: Throttle(4, 0.5));
        Assert.True(Fails(plan, StatusCode.Unavailable)); // 3 left, more than half
        Assert.False(Fails(plan, StatusCode.Unavailable)); // 2 left
        plan.Ended(StatusCode.OK);
        plan.Ended(StatusCode.OK);
        plan.Ended(StatusCode.OK); // 3.5
        Assert.True(Fails(plan, StatusCode.Unavailable)); // 2.5
    }

    [Theory]
    [InlineData(StatusCode.Aborted, null, 4)] // not retryable: says nothing about the load of the server
    [InlineData(StatusCode.Aborted, "-1", 3)]
    [InlineData(StatusCode.Aborted, "7", 4)]
    [InlineData(StatusCode.Unavailable, null, 3)]
    [InlineData(StatusCode.Unavailable, "soon", 3)]
    public void A_token_is_taken_by_what_could_be_retried_and_by_a_refusal(StatusCode code, string? pushback, int left)
    {
        var throttle = Throttle(8, 0.001);
        for (var i = 0; i < 3; i++)
        {
            throttle.Failed();
        }

        // Five of eight are left, and four are no more than half.
        Fails(Plan(throttle: throttle), code, pushback);
        Assert.Equal(left == 4, throttle.HasTokens);
    }

    [Fact]
    public void The_failure_of_a_call_that_was_answered_takes_a_token_too()
    {
        var throttle = Throttle(2, 1);
        var plan = Plan(throttle: throttle);
        plan.Ended(StatusCode.Aborted);
        Assert.True(throttle.HasTokens);
        plan.Ended(StatusCode.Unavailable);
        Assert.False(throttle.HasTokens);
    }

    [Fact]
    public void Three_decimals_of_the_ratio_count()
    {
        var throttle = Throttle(1, 0.2509);
        throttle.Failed();
        throttle.Succeeded();
        throttle.Succeeded(); // 0.5, which is half; 0.5018 would be more
        Assert.False(throttle.HasTokens);
        throttle.Succeeded();
        Assert.True(throttle.HasTokens);
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

    private static int Attempts(RetryPlan plan)
    {
        var progress = default(RetryProgress);
        while (Fail(plan, ref progress, out _))
        {
        }

        return progress.Attempts;
    }

    private static bool Fails(RetryPlan plan, StatusCode code, string? pushback = null, bool isCommitted = false)
    {
        var progress = default(RetryProgress);
        return Fail(plan, ref progress, out _, code, pushback, isCommitted);
    }

    private static bool Fail(
        RetryPlan plan,
        ref RetryProgress progress,
        out TimeSpan wait,
        StatusCode code = StatusCode.Unavailable,
        string? pushback = null,
        bool isCommitted = false)
    {
        progress.Attempts++;
        return plan.TryNext(code, ref progress, pushback, isCommitted, out wait);
    }

    private static RetryThrottle Throttle(int tokens, double ratio) => new(new RetryThrottlingPolicy { MaxTokens = tokens, TokenRatio = ratio });

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
