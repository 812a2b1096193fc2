namespace Microsoft.Build.Framework;

/// <summary>
/// Tells MSBuild that a task may run beside others in one process (<c>-mt</c>): it depends neither on the current directory nor
/// on the environment of the process. MSBuild knows the attribute by its full name, so this copy serves every version of it.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class MSBuildMultiThreadableTaskAttribute : Attribute;
