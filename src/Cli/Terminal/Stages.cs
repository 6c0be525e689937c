using System.Globalization;
using Spectre.Console;

namespace GrpcExp.Cli.Terminal;

/// <summary>Shows long steps: a moving bar on a terminal, one plain line a step in a file or pipe.</summary>
internal sealed class Stages(IAnsiConsole console, TimeProvider time)
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(100);

    public Task RunAsync(string title, Func<StageProgress, Task> work) =>
        RunAsync(title, async progress =>
        {
            await work(progress);
            return true;
        });

    public async Task<T> RunAsync<T>(string title, Func<StageProgress, Task<T>> work)
    {
        var progress = new StageProgress();
        var start = time.GetTimestamp();
        var interactive = console.Profile.Capabilities.Interactive && !Console.IsOutputRedirected;
        var result = interactive ? await WithBarAsync(title, progress, work) : await work(progress);
        var elapsed = time.GetElapsedTime(start).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        console.MarkupLine($"[green]✓[/] {Markup.Escape(title),-44} {elapsed,6} s  {Markup.Escape(progress.Detail)}");
        return result;
    }

    private async Task<T> WithBarAsync<T>(string title, StageProgress progress, Func<StageProgress, Task<T>> work) =>
        await console.Progress()
            .AutoClear(true)
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask(Markup.Escape(title), maxValue: 1);
                bar.IsIndeterminate = true;
                var running = work(progress);
                while (!running.IsCompleted)
                {
                    await Task.WhenAny(running, Task.Delay(Refresh, time));
                    if (progress.Total > 0)
                    {
                        bar.IsIndeterminate = false;
                        bar.MaxValue = progress.Total;
                        bar.Value = Math.Min(progress.Done, progress.Total);
                    }
                }

                return await running;
            });
}
