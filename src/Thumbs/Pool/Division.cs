namespace Thumbs.Pool;

/// <summary>How a job is divided into smaller ones.</summary>
/// <param name="Cut">Cuts off a part of about a cost (µs of work), so that several workers can do the job; <see langword="null"/> where that is not worth it.</param>
/// <param name="After">Tells the parts of a job by what its worker had told of it when it ended.</param>
/// <param name="Progress">How much of a job is done. Where it has grown, the job has all of its time again.</param>
public sealed record Division<TJob, TResult>(
    Func<TJob, long, Portion<TJob>?> Cut, Func<TJob, TResult, Remains<TJob>> After, Func<TResult, int> Progress)
    where TJob : class
    where TResult : class;

/// <summary>A job in two parts. The costs are in µs of work.</summary>
public sealed record Portion<TJob>(TJob Part, long PartCost, TJob Rest, long RestCost);

/// <summary>A job whose worker ended before it was answered.</summary>
/// <param name="Done">What is done of it; <see langword="null"/> for nothing.</param>
/// <param name="Left">What is not.</param>
/// <param name="Begun">Of that, what the worker was at.</param>
/// <param name="Others">The rest of what is left; <see langword="null"/> for nothing.</param>
/// <param name="OthersCost">In µs of work.</param>
public sealed record Remains<TJob>(TJob? Done, TJob Left, TJob Begun, TJob? Others, long OthersCost)
    where TJob : class;
