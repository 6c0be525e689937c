using Google.Protobuf;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Sync.V1;
using GrpcExp.Storage.Schema;

namespace GrpcExp.Storage.Changes;

public sealed partial class WriteSession
{
    /// <summary>Stages a segment; <paramref name="before"/> is null for a new one.</summary>
    public Segment Put(Segment segment, Segment? before)
    {
        var stored = segment.Clone();
        stored.Etag = NextEtag;
        Stage(new SegmentRow { Environment = Environment, Key = stored.Key, Etag = stored.Etag, Body = stored.ToByteArray() }, before is null);
        Configured().PutSegments.Add(stored);
        return stored;
    }

    /// <summary>Stages the end of a segment.</summary>
    public void Delete(Segment segment)
    {
        Context.Remove(new SegmentRow { Environment = Environment, Key = segment.Key, Etag = segment.Etag, Body = [] });
        Configured().DeletedSegments.Add(segment.Key);
    }

    /// <summary>Stages a layer; <paramref name="before"/> is null for a new one.</summary>
    public Layer Put(Layer layer, Layer? before)
    {
        var stored = layer.Clone();
        stored.Etag = NextEtag;
        Stage(new LayerRow { Environment = Environment, Key = stored.Key, Etag = stored.Etag, Body = stored.ToByteArray() }, before is null);
        Configured().PutLayers.Add(stored);
        return stored;
    }

    /// <summary>Stages the end of a layer.</summary>
    public void Delete(Layer layer)
    {
        Context.Remove(new LayerRow { Environment = Environment, Key = layer.Key, Etag = layer.Etag, Body = [] });
        Configured().DeletedLayers.Add(layer.Key);
    }

    /// <summary>Stages another holdout of the environment.</summary>
    public Holdout Put(Holdout holdout)
    {
        var stored = new Holdout { Ranges = { holdout.Ranges } };
        Head.Holdout = stored.ToByteArray();
        Head.HoldoutEtag = NextEtag;
        Configured().HoldoutChange = new HoldoutChange { Ranges = { stored.Ranges } };
        stored.Etag = NextEtag;
        return stored;
    }
}
