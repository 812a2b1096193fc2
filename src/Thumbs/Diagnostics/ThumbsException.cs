namespace Thumbs.Diagnostics;

/// <summary>Carries a <see cref="Diagnostics.Problem"/> to the place that reports it. Its message is the problem's text.</summary>
public sealed class ThumbsException : Exception
{
    public ThumbsException(Problem problem)
        : base(problem.Text) => Problem = problem;

    public ThumbsException(Problem problem, Exception inner)
        : base(problem.Text, inner) => Problem = problem;

    public Problem Problem { get; }
}
