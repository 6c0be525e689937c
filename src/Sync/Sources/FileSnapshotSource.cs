using System.Text;
using Google.Protobuf;
using GrpcExp.Contracts.Sync.V1;

namespace GrpcExp.Sync;

/// <summary>
/// Follows a file: a Snapshot as protobuf JSON, or the same in YAML where that can be read. A bad edit is refused and reported, and what was
/// served before stays. A file without a revision has the time of its last change as its revision.
/// </summary>
/// <param name="path">Path of the file; YAML when it ends in <c>.yaml</c> or <c>.yml</c>.</param>
/// <param name="environment">Environment of a file that names none.</param>
/// <param name="time">The clock.</param>
/// <param name="yamlToJson">Turns YAML into JSON, or throws a <see cref="FormatException"/>; null where YAML is refused.</param>
public sealed class FileSnapshotSource(string path, string environment, TimeProvider time, Func<string, string>? yamlToJson = null) : ISnapshotSource
{
    /// <summary>Asking beats being told: notifications get lost on network and container file systems.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private static readonly JsonParser Json = new(JsonParser.Settings.Default);

    /// <inheritdoc/>
    public string Name => $"file:{path}";

    /// <inheritdoc/>
    public async Task FollowAsync(SourceLink link, CancellationToken cancellationToken)
    {
        var known = default((DateTime, long));
        while (true)
        {
            var file = new FileInfo(path);
            if (!file.Exists)
            {
                throw new FileNotFoundException($"there is no file '{path}'");
            }

            var seen = (file.LastWriteTimeUtc, file.Length);
            if (seen != known)
            {
                known = seen;
                Offer(link, file);
            }
            else if (link.Current is { } current)
            {
                link.Confirm(current.Epoch, current.Revision.Value);
            }

            await Task.Delay(Interval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Offer(SourceLink link, FileInfo file)
    {
        if (file.Length > SnapshotCodec.MaxEnvelopeBytes)
        {
            link.Refuse($"its {file.Length} bytes are over the limit of {SnapshotCodec.MaxEnvelopeBytes}");
            return;
        }

        try
        {
            var text = File.ReadAllText(path, Encoding.UTF8);
            var snapshot = Json.Parse<Snapshot>(file.Extension is ".yaml" or ".yml" ? FromYaml(text) : text);
            snapshot.Environment = snapshot.Environment.Length == 0 ? environment : snapshot.Environment;
            snapshot.Epoch = snapshot.Epoch.Length == 0 ? "file" : snapshot.Epoch;
            snapshot.Revision = snapshot.Revision == 0 ? new DateTimeOffset(file.LastWriteTimeUtc).ToUnixTimeMilliseconds() : snapshot.Revision;
            link.Offer(SnapshotCodec.Seal(snapshot));
        }
        catch (Exception exception) when (exception is InvalidJsonException or InvalidProtocolBufferException or FormatException)
        {
            link.Refuse(exception.Message);
        }
    }

    private string FromYaml(string text) => yamlToJson is null
        ? throw new FormatException("YAML is not read here: give the snapshot as protobuf JSON")
        : yamlToJson(text);
}
