using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class DisposeScopeTests
{
    [Fact]
    public void A_scope_disposes_what_was_made_in_it()
    {
        Tensor inner;
        using (var scope = NewDisposeScope())
        {
            inner = zeros(2) + 1;
            Assert.Equal(2, scope.DisposablesCount);
            Assert.True(scope.Contains(inner));
        }
        Assert.True(inner.IsInvalid);
        Assert.Null(CurrentDisposeScope);
    }

    [Fact]
    public void Tensors_move_to_the_outer_scope_or_out_of_all()
    {
        Tensor moved, detached, made;
        using (var outer = NewDisposeScope())
        {
            using (NewDisposeScope())
            {
                moved = zeros(1).MoveToOuterDisposeScope();
                detached = zeros(1).DetachFromDisposeScope();
                made = zeros(1);
            }
            Assert.True(made.IsInvalid);
            Assert.Equal(1, outer.DisposablesCount);
            Assert.False(moved.IsInvalid);
        }
        Assert.True(moved.IsInvalid);
        Assert.False(detached.IsInvalid);
        detached.Dispose();
    }

    [Fact]
    public void Many_tensors_at_once_move_or_stay()
    {
        using var outer = NewDisposeScope();
        using var scope = NewDisposeScope();
        var (a, b) = scope.MoveToOuter(zeros(1), zeros(1));
        var kept = scope.DisposeEverythingBut(zeros(1));
        Assert.Equal((2, 1), (outer.DisposablesCount, scope.DisposablesCount));
        scope.Dispose();
        Assert.True(kept.IsInvalid);
        Assert.False(a.IsInvalid || b.IsInvalid);
        outer.Attach(kept = zeros(1));
        Assert.Equal(3, outer.DisposablesCount);
    }

    [Fact]
    public void A_disposed_tensor_leaves_its_scope()
    {
        using var scope = NewDisposeScope();
        for (var k = 0; k < 5000; k++)
            zeros(1).Dispose();
        var kept = zeros(1);
        Assert.Equal(1, scope.DisposablesCount);
        Assert.Same(kept, Assert.Single(scope.DisposablesView));
    }

    [Fact]
    public void Interleaved_disposal_keeps_the_rest_in_order()
    {
        using var scope = NewDisposeScope();
        var tensors = Enumerable.Range(0, 4000).Select(k => zeros(1)).ToList();
        for (var k = 0; k < tensors.Count; k++)
            if (k % 4 != 0)
                tensors[k].Dispose();
        Assert.Equal(1000, scope.DisposablesCount);
        Assert.Equal(tensors.Where((_, k) => k % 4 == 0), scope.DisposablesView);
    }

    [Fact]
    public void Scopes_belong_to_threads()
    {
        using var scope = NewDisposeScope();
        Tensor? other = null;
        var thread = new Thread(() => other = zeros(1));
        thread.Start();
        thread.Join();
        Assert.Equal(0, scope.DisposablesCount);
        other!.Dispose();
    }

    [Fact]
    public void An_exception_ends_the_scope()
    {
        Tensor? made = null;
        Assert.Throws<InvalidOperationException>(Fail);
        Assert.True(made!.IsInvalid);
        Assert.Null(CurrentDisposeScope);

        void Fail()
        {
            using var scope = NewDisposeScope();
            made = zeros(1);
            throw new InvalidOperationException();
        }
    }
}
