using Google.Rpc;
using Grpc.Core;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.EndToEnd.ControlPlane;

[Trait("Promise", "P8")]
public sealed class RateLimitTests
{
    [Fact]
    public async Task Too_many_calls_and_too_many_guesses_are_told_when_to_come_again()
    {
        await using var home = ControlPlaneHome.Embedded();
        await using var server = await home.StartAsync("--rate-limit", "2", "--failed-logins", "3");
        var flags = new FlagService.FlagServiceClient(server.AsAdmin());

        // All at once, so that no slow machine gives the bucket time to fill up.
        var calls = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => StatusOfAsync(flags)));
        Assert.Contains(calls, call => call is null);
        var refused = calls.OfType<RpcException>().ToList();
        Assert.NotEmpty(refused);
        Assert.All(refused, RequireRetry);

        var guesses = new List<RpcException>();
        for (var i = 0; i < 4; i++)
        {
            guesses.Add((await StatusOfAsync(new FlagService.FlagServiceClient(server.As($"gxp_guess{i}"))))!);
        }

        Assert.All(guesses.Take(3), guess => Assert.Equal(StatusCode.Unauthenticated, guess.StatusCode));
        RequireRetry(guesses[3]);

        // Who came in before comes in still, from the same address too.
        await Eventually.HoldsAsync(async () => await StatusOfAsync(flags) is null, "the administrator comes in");
    }

    private static async Task<RpcException?> StatusOfAsync(FlagService.FlagServiceClient flags)
    {
        try
        {
            await flags.ListFlagsAsync(new ListFlagsRequest());
            return null;
        }
        catch (RpcException exception)
        {
            return exception;
        }
    }

    private static void RequireRetry(RpcException exception)
    {
        Assert.Equal((StatusCode.ResourceExhausted, "LIMIT_EXCEEDED"), (exception.StatusCode, Refusals.Of(exception).Reason));
        var status = Google.Rpc.Status.Parser.ParseFrom(exception.Trailers.GetValueBytes("grpc-status-details-bin"));
        var retry = Assert.Single(status.Details, detail => detail.Is(RetryInfo.Descriptor)).Unpack<RetryInfo>();
        Assert.InRange(retry.RetryDelay.ToTimeSpan(), TimeSpan.FromTicks(1), TimeSpan.FromMinutes(1));
    }
}
