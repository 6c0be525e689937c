namespace GrpcExp.Micro.Rpc;

/// <summary>One call that is held until its caller cancels it.</summary>
internal sealed class Visit
{
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Entered => _entered.Task;

    public Task Cancelled => _cancelled.Task;

    public async Task HoldAsync(CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.Register(_cancelled.SetResult);
        _entered.SetResult();
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }
}
