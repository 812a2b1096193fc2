using System.Text.Json.Serialization;

using Thumbs.Images;
using Thumbs.Pool;

namespace Thumbs.FakeWorker;

/// <summary>The wire between the coordinator and an imaging worker as another program would read and write it.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Order<ImageJob>))]
[JsonSerializable(typeof(WireAnswer))]
internal sealed partial class WorkerJson : JsonSerializerContext;
