using System.Security.Cryptography;
using System.Text;
using PaymentHub.Tests.Harness;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestClassOrderer(typeof(SameOrder))]
[assembly: TestMethodOrderer(typeof(SameOrder))]
[assembly: TestCaseOrderer(typeof(SameOrder))]

namespace PaymentHub.Tests.Harness;

/// <summary>
/// Runs tests in the same shuffled order wherever the project lies, so that tests sharing a hub that depend on their
/// order fail for everybody or for nobody. TEST_ORDER (any text) chooses another order, for a search.
/// </summary>
public sealed class SameOrder : ITestClassOrderer, ITestMethodOrderer, ITestCaseOrderer
{
    private static readonly string Chosen = Environment.GetEnvironmentVariable("TEST_ORDER") ?? "";

    /// <inheritdoc />
    public IReadOnlyCollection<T?> OrderTestClasses<T>(IReadOnlyCollection<T?> testClasses)
        where T : ITestClass => Shuffled(testClasses, c => c?.TestClassName);

    /// <inheritdoc />
    public IReadOnlyCollection<T?> OrderTestMethods<T>(IReadOnlyCollection<T?> testMethods)
        where T : ITestMethod => Shuffled(testMethods, m => m?.MethodName);

    /// <inheritdoc />
    public IReadOnlyCollection<T> OrderTestCases<T>(IReadOnlyCollection<T> testCases)
        where T : ITestCase => Shuffled(testCases, c => c.TestCaseDisplayName);

    private static T[] Shuffled<T>(IReadOnlyCollection<T> all, Func<T, string?> name) =>
        [.. all.OrderBy(x => Place(name(x)), StringComparer.Ordinal).ThenBy(name, StringComparer.Ordinal)];

    private static string Place(string? name) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Chosen}/{name}")));
}
