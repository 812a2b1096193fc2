using System.Text.Json.Serialization;

using Thumbs.Pool;

namespace Thumbs.Imaging;

/// <summary>What goes over the wire between the coordinator and an imaging worker, serialized without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Order<ImageJob>))]
[JsonSerializable(typeof(Answer<ImageResult>))]
internal sealed partial class WorkerJson : JsonSerializerContext;
