using Grpc.Core;

namespace GrpcExp.Interop.Cases;

/// <summary>What a case demands of its peer.</summary>
internal static class Expect
{
    public static void That(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InteropFailure(otherwise);
        }
    }

    public static void Same<T>(T expected, T actual, string what) =>
        That(EqualityComparer<T>.Default.Equals(expected, actual), $"{what} is {Shown(actual)}; expected {Shown(expected)}.");

    /// <summary>A call that must end with a status other than OK.</summary>
    public static async Task<RpcException> StatusAsync(StatusCode expected, Task call, string what)
    {
        try
        {
            await call.ConfigureAwait(false);
        }
        catch (RpcException e)
        {
            Same(expected, e.StatusCode, $"The status of {what} ('{e.Status.Detail}')");
            return e;
        }

        throw new InteropFailure($"The status of {what} is OK; expected {expected}.");
    }

    private static string Shown<T>(T value) => value switch
    {
        null => "absent",
        byte[] bytes => Convert.ToHexString(bytes),
        string text => $"'{text}'",
        _ => $"{value}",
    };
}
