using Mesh.Video.Scan;

namespace Mesh.Curation.Motion;

/// <summary>
/// Follows a grid of points while frames stream by, and measures a field of displacements every few frames. The grid is
/// laid anew when half of its points are lost, and every second or so.
/// </summary>
internal sealed class GridTracker
{
    private const int Columns = 12;
    private const int Rows = 8;
    private const int NewGridEvery = 24;
    private const int FieldEvery = 4;
    private const int FieldStep = 4;
    private const float Margin = 5.5f;

    private readonly float[] _x = new float[Columns * Rows];
    private readonly float[] _y = new float[Columns * Rows];
    private readonly float[] _dx = new float[Columns * Rows];
    private readonly float[] _dy = new float[Columns * Rows];
    private readonly bool[] _lives = new bool[Columns * Rows];
    private readonly List<int> _plain = [];
    private readonly List<Displacement> _field = [];
    private Plane? _previous;
    private int _frame;
    private int _age;

    /// <summary>Takes the next frame.</summary>
    /// <returns>What moved since the one before; nothing for the first.</returns>
    public FrameMotion Add(ScanFrame frame)
    {
        var plane = Plane.Of(frame.Size.Width, frame.Size.Height, frame.Luma);
        var motion = _previous is null ? FrameMotion.None : Measure(_previous, plane);
        _previous = plane;
        _frame++;
        return motion;
    }

    private FrameMotion Measure(Plane from, Plane to)
    {
        if (_age == 0 || _age >= NewGridEvery)
            LayGrid(from.Width, from.Height);
        _age++;
        var tracked = Follow(from, to);
        var (camera, objectX, objectY, share) = CameraMotion.Fit(_field, from.Width, from.Height);
        // Plain ground goes with the camera, where enough of the picture tells what the camera does.
        var ground = _field.Count > _plain.Count ? camera : default;
        var travel = tracked + _plain.Sum(point => Carry(point, ground, from));
        var side = Math.Max(from.Width, from.Height);
        double? flow = _frame % FieldEvery == 1 ? Field(from, to, ground) / side : null;
        return new(travel / Math.Max(1, _field.Count + _plain.Count) / side, flow, camera, objectX, objectY, share);
    }

    private void LayGrid(int width, int height)
    {
        for (var i = 0; i < _x.Length; i++)
        {
            _x[i] = Margin + (i % Columns + 0.5f) * (width - 2 * Margin) / Columns;
            _y[i] = Margin + (i / Columns + 0.5f) * (height - 2 * Margin) / Rows;
            (_dx[i], _dy[i], _lives[i]) = (0, 0, true);
        }
        _age = 0;
    }

    // Path of the points that can be followed.
    private double Follow(Plane from, Plane to)
    {
        var sum = 0.0;
        _field.Clear();
        _plain.Clear();
        for (var i = 0; i < _x.Length; i++)
        {
            if (!_lives[i])
                continue;
            var (dx, dy) = (_dx[i], _dy[i]);
            switch (LucasKanade.Track(from, to, _x[i], _y[i], ref dx, ref dy))
            {
                case PointState.Lost:
                    _lives[i] = false;
                    continue;
                case PointState.Plain:
                    _plain.Add(i);
                    continue;
            }
            _field.Add(new(_x[i], _y[i], dx, dy));
            (_x[i], _y[i], _dx[i], _dy[i]) = (_x[i] + dx, _y[i] + dy, dx, dy);
            sum += Math.Sqrt(dx * dx + dy * dy);
        }
        if (_field.Count + _plain.Count < _x.Length / 2)
            _age = NewGridEvery;
        return sum;
    }

    private double Carry(int point, CameraMotion ground, Plane frame)
    {
        var (dx, dy) = ground.At(_x[point], _y[point], frame.Width, frame.Height);
        (_x[point], _y[point], _dx[point], _dy[point]) = (_x[point] + dx, _y[point] + dy, dx, dy);
        return Math.Sqrt(dx * dx + dy * dy);
    }

    // Mean magnitude of the dense flow: a window of 8 x 8 around every fourth pixel each way.
    private static double Field(Plane from, Plane to, CameraMotion ground)
    {
        var (sum, count) = (0.0, 0);
        for (var y = Margin; y < from.Height - Margin - 1; y += FieldStep)
        {
            var (dx, dy) = (0f, 0f);
            for (var x = Margin; x < from.Width - Margin - 1; x += FieldStep)
            {
                var (u, v) = (dx, dy);  // the neighbour's motion is the best guess
                var state = LucasKanade.Track(from, to, x, y, ref u, ref v);
                (dx, dy) = state == PointState.Found ? (u, v) : ground.At(x, y, from.Width, from.Height);
                if (state == PointState.Lost)
                    continue;
                sum += Math.Sqrt(dx * dx + dy * dy);
                count++;
            }
        }
        return count == 0 ? 0 : sum / count;
    }
}
