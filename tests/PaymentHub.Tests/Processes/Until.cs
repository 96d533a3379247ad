using System.Diagnostics;
using Shouldly;

namespace PaymentHub.Tests.Processes;

/// <summary>Waits for a condition, never for a time; one that does not come in ten minutes fails the test.</summary>
public static class Until
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    public static async Task HoldsAsync(string what, Func<Task<bool>> holds, Func<string>? explain = null)
    {
        var waited = Stopwatch.StartNew();
        while (!await holds())
        {
            waited.Elapsed.ShouldBeLessThan(Deadline, $"{what}\n{explain?.Invoke()}");
            await Task.Delay(20);
        }
    }
}
