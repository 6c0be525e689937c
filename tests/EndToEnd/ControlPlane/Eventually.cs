namespace GrpcExp.EndToEnd.ControlPlane;

/// <summary>Waits for something that another process does in its own time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static async Task HoldsAsync(Func<Task<bool>> condition, string what)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!await condition())
        {
            Assert.False(limit.IsCancellationRequested, $"In {Limit.TotalSeconds} s it did not happen that {what}.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
